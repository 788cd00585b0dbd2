import type { WebContents } from 'electron';

/** What the window would print, as PDF: paper, margins and page numbers are the page's own `@page` rules. */
export async function pagesOf(contents: WebContents): Promise<Uint8Array> {
  // As a plain array of bytes: a pooled Buffer would carry its neighbours over to the host.
  return new Uint8Array(
    await contents.printToPDF({ preferCSSPageSize: true, printBackground: true, generateTaggedPDF: true }),
  );
}

/** The system's print dialog. False when the person closed it, or there is no printer. */
export function printWithDialog(contents: WebContents): Promise<boolean> {
  return new Promise((resolve) => {
    contents.print({ silent: false, printBackground: true }, (isDone) => resolve(isDone));
  });
}
