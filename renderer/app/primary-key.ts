/**
 * Whether this key press means "the primary button of the screen". Enter on something that has its own use for it (a
 * button, a link, an open list, a dialog) does not; in a long text only Ctrl+Enter does.
 */
export function isEnterForPrimary(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' || event.defaultPrevented || event.isComposing || event.altKey || event.shiftKey) {
    return false;
  }
  const target = event.target instanceof Element ? event.target : null;
  if (target === null) {
    return true;
  }
  if (document.querySelector('[role="dialog"], [role="alertdialog"]') !== null) {
    return false;
  }
  if (target.closest('textarea') !== null) {
    return event.ctrlKey || event.metaKey;
  }
  const ownUse =
    'button, a[href], select, summary, [role="button"], [role="option"], [role="menuitem"], [role="tab"], [aria-expanded="true"], [aria-activedescendant]:not([aria-activedescendant=""])';
  return target.closest(ownUse) === null;
}
