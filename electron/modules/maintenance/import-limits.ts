/** What one imported file may hold. A lab's ten years are some 40,000 rows; a file beyond these is no log. */
export const importLimits = {
  fileBytes: 20 * 1024 * 1024,
  /** Unpacked size of one part of a workbook, and of all parts read. */
  partBytes: 96 * 1024 * 1024,
  sheets: 50,
  rows: 100_000,
  columns: 200,
  cellLength: 8000,
  rowBytes: 1024 * 1024,
} as const;
