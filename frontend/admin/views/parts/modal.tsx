import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A dialog over the page. The browser keeps the focus inside and gives it back; Escape and a click outside close it. */
export function Modal(props: {
  label: string;
  class?: string;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  useEffect(() => {
    const shown = dialog.current;
    const closeOutside = (event: MouseEvent) => {
      if (event.target === shown) props.onClose();
    };
    shown?.addEventListener('click', closeOutside);
    return () => shown?.removeEventListener('click', closeOutside);
  });
  return (
    <dialog
      ref={dialog}
      class={`modal ${props.class ?? ''}`}
      aria-label={props.label}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
    >
      <div class="modal-body">{props.children}</div>
    </dialog>
  );
}
