/** Whether a text from an address can be the ID of a row; anything else is answered like an ID that does not exist. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** As `isUuid`, for rows numbered by the database. */
export function isRowNumber(text: string): boolean {
  return /^[1-9]\d{0,17}$/.test(text);
}
