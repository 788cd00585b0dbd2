/** Whether the field that has the focus marks a row of its list: Enter then means that row (ARIA combobox pattern). */
export function hasMarkedRow(): boolean {
  return Boolean(document.activeElement?.getAttribute('aria-activedescendant'));
}
