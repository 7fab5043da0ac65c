/** A phone number that is not torn apart at the end of a line. */
export function unbroken(phone: string): string {
  return phone.replaceAll(' ', '\u00a0');
}
