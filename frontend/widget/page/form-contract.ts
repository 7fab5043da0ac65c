/** What the website knows about its visitor. `page` is the address that the business reads; by default that of the page. */
export type Prefill = { name?: string; email?: string; phone?: string; subject?: string; page?: string };

/** The form, once it is loaded. */
export type WidgetForm = {
  /** Shows the form where it stands in the page, else in a dialog. Values fill fields that the visitor left empty. */
  open(values: Prefill): void;
  close(): void;
  prefill(values: Prefill): void;
  /** Moves the form into an element of the page. Only the first element that is still there gets it. */
  moveInto(place: HTMLElement): void;
  /** Removes everything that the form added to the page. */
  remove(): void;
};

/** The script widget/form.js. `base` is the address of the folder with widget.js. */
export type FormModule = { openWidget(base: string): WidgetForm };

/** The script widget/diagnosis.js. */
export type DiagnosisModule = { showDiagnosis(base: string): Promise<void> };
