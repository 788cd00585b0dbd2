type Field = HTMLInputElement | HTMLTextAreaElement;

/** Kinds of fields in which letters stand as they are typed. */
const textTypes: ReadonlySet<string> = new Set(['text', 'search', 'tel', 'url', 'password']);

/** The field these keys go into, if they go into one: an input, a long text, a list of choices. */
export function fieldOf(target: EventTarget | null): Element | null {
  return target instanceof Element
    ? target.closest('input:not([type="radio"], [type="checkbox"]), textarea, select')
    : null;
}

/** Whether a sheet or a question lies over the screen. */
export const isDialogOpen = (): boolean => document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;

/**
 * Puts a code that came by cable where a scanner that is a keyboard would have typed it, and presses Enter.
 *
 * @returns the key of the sentence that says why not, or null
 */
export async function typeIntoField(field: Element, code: string): Promise<'noField' | 'password' | 'tooLong' | null> {
  if (!isTyped(field) || field.readOnly || field.disabled) {
    return 'noField';
  }
  if (field.type === 'password' && field.dataset.takesScan === undefined) {
    return 'password';
  }
  const [from, to] = [field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length];
  const lengthAfter = field.value.length - (to - from) + code.length;
  if (field.maxLength >= 0 && lengthAfter > field.maxLength) {
    return 'tooLong';
  }
  field.setRangeText(code, from, to, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: code }));
  // The form has taken the text before Enter comes, as between two keys.
  await new Promise((resolve) => setTimeout(resolve));
  pressEnter(field);
  return null;
}

const isTyped = (field: Element): field is Field =>
  field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && textTypes.has(field.type));

/** Enter in a field; a form that holds a button for it is submitted, as the browser does for a key that was pressed. */
function pressEnter(field: Field): void {
  const key = { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true };
  const isFree = field.dispatchEvent(new KeyboardEvent('keydown', key));
  if (isFree && field instanceof HTMLTextAreaElement) {
    field.setRangeText('\n', field.selectionStart, field.selectionEnd, 'end');
    field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertLineBreak' }));
  } else if (isFree && field.form?.querySelector('[type="submit"]')) {
    field.form.requestSubmit();
  }
  field.dispatchEvent(new KeyboardEvent('keyup', key));
}
