/**
 * A text as a cell of CSV (RFC 4180): quoted where it must be. One that begins like a formula is defused, for spreadsheets run
 * those: CWE-1236.
 */
export function csvCell(text: string): string {
  const defused = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused;
}
