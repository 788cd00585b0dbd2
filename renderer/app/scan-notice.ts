import { create } from 'zustand';

/** Why a code that was scanned is not taken: what the host said, or a word of the page. */
export type ScanNotice =
  | { readonly code: string; readonly data: Readonly<Record<string, string | number>> }
  | { readonly word: 'noField' | 'password' | 'tooLong' | 'nobodyHere' };

interface NoticeState {
  readonly notice: ScanNotice | null;
}

export const useScanNotice = create<NoticeState>()(() => ({ notice: null }));

/** Shows it over whatever is open until it is closed or the next code is taken; null takes it away. */
export function showScanNotice(notice: ScanNotice | null): void {
  useScanNotice.setState({ notice });
}
