/**
 * Runs inside the page: what of the shown screen is cut off, runs out of the window, lies out of reach, or is too small
 * to press (44 px at the page's own scale, decision 31 and design principle 6). Empty when all is well.
 */
export function findLayoutFaults(): string[] {
  const faults: string[] = [];
  const root = document.documentElement;
  const describe = (element: Element): string => element.outerHTML.replace(/\s+/g, ' ').slice(0, 120);
  const isHidden = (element: Element): boolean => {
    const style = getComputedStyle(element);
    const { width, height } = element.getBoundingClientRect();
    return (
      width <= 2 ||
      height <= 2 ||
      style.visibility === 'hidden' ||
      style.clipPath !== 'none' ||
      element.closest('.visually-hidden, [aria-hidden="true"], [data-react-aria-hidden]') !== null
    );
  };
  if (root.scrollWidth > root.clientWidth)
    faults.push(`the window scrolls sideways by ${root.scrollWidth - root.clientWidth}`);
  for (const element of document.querySelectorAll<HTMLElement>('#root *')) {
    if (isHidden(element)) continue;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (box.right > window.innerWidth + 1 || box.left < -1) faults.push(`out of the window: ${describe(element)}`);
    if (element.scrollWidth > element.clientWidth + 1 && style.overflowX !== 'visible') {
      faults.push(`${style.overflowX === 'hidden' ? 'cut off' : 'scrolls sideways'}: ${describe(element)}`);
    }
    if (
      element.scrollHeight > element.clientHeight + 1 &&
      style.overflowY === 'hidden' &&
      element.tagName !== 'TEXTAREA'
    ) {
      faults.push(`cut off below: ${describe(element)}`);
    }
  }
  const least = 44 - 0.5;
  // A radio button or a switch is pressed by its label.
  const targets =
    'button, a[href], textarea, label[data-rac], input:not([type="radio"], [type="checkbox"], [type="file"])';
  for (const target of document.querySelectorAll(targets)) {
    if (isHidden(target)) continue;
    const { width, height } = target.getBoundingClientRect();
    // A link inside a sentence is as large as its words (WCAG 2.5.8, inline).
    if (getComputedStyle(target).display === 'inline') continue;
    if (width < least || height < least)
      faults.push(`small, ${Math.round(width)} x ${Math.round(height)}: ${describe(target)}`);
  }
  const bar = document.querySelector('section[aria-label="What to do"]');
  if (bar !== null) {
    for (const button of bar.querySelectorAll('button')) {
      const { top, bottom } = button.getBoundingClientRect();
      if (top < 0 || bottom > window.innerHeight + 1) faults.push(`out of view: ${describe(button)}`);
    }
  }
  return faults;
}
