/** Words of the dialog in which other websites show the form. */
export const dialogWords = { title: 'Request a callback', close: 'Close' };
