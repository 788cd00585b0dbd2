/** Elements that have their own use for Enter. `data-own-enter` is for those that no role gives away. */
const ownUse = [
  'button',
  'a[href]',
  'select',
  'summary',
  'input[type="search"]',
  '[role="button"]',
  '[role="option"]',
  '[role="menuitem"]',
  '[role="tab"]',
  '[role="row"]',
  '[aria-expanded="true"]',
  '[aria-activedescendant]:not([aria-activedescendant=""])',
  '[data-own-enter]',
].join(', ');

/**
 * Whether this key press means "the primary button of the screen". Enter on something that has its own use for it does
 * not, nor while a dialog is open, nor when the key is held down; in a long text only Ctrl+Enter does.
 */
export function isEnterForPrimary(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' || event.repeat || event.isComposing || event.altKey || event.shiftKey) {
    return false;
  }
  if (document.querySelector('[role="dialog"], [role="alertdialog"]') !== null) {
    return false;
  }
  const target = event.target instanceof Element ? event.target : null;
  if (target === null) {
    return true;
  }
  if (target.closest('textarea') !== null) {
    return event.ctrlKey || event.metaKey;
  }
  return target.closest(ownUse) === null;
}
