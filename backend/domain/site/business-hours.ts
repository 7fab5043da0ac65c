/** Opening hours in the business's own zone. `end` before `start` means over midnight; minutes since midnight. */
export type BusinessHours = {
  start: number;
  end: number;
  zone: string;
  weekdaysOnly: boolean;
};
