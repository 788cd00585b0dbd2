import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import { type Channel, type ChannelInput, channels } from './channels.ts';
import { isPageAddress } from './page-address.ts';

export type Handlers = {
  [C in Channel]: (sender: WebContents, ...input: ChannelInput<C>) => unknown;
};

/** Who may ask: the main frame of one of our windows, showing our page. A sub-frame or another window may not. */
export type IsOurWindow = (contents: WebContents) => boolean;

function isAllowed(event: IpcMainEvent | IpcMainInvokeEvent, isOurWindow: IsOurWindow): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame === event.sender.mainFrame && isPageAddress(frame.url) && isOurWindow(event.sender);
}

/**
 * Opens every channel of the table, once. Who asks is checked before what is asked; a payload that does not fit is refused
 * with a code and never reaches a handler.
 */
export function openChannels(handlers: Handlers, isOurWindow: IsOurWindow): void {
  for (const name of Object.keys(channels) as Channel[]) {
    const { kind, input } = channels[name];
    const handle = handlers[name] as (sender: WebContents, ...values: unknown[]) => unknown;
    if (kind === 'call') {
      ipcMain.handle(name, async (event, ...values) => {
        if (!isAllowed(event, isOurWindow)) throw new Error('shell/not-allowed');
        const parsed = input.safeParse(values);
        if (!parsed.success) throw new Error('shell/bad-input');
        return await handle(event.sender, ...parsed.data);
      });
    } else {
      ipcMain.on(name, (event, ...values) => {
        if (!isAllowed(event, isOurWindow)) return;
        const parsed = input.safeParse(values);
        if (parsed.success) handle(event.sender, ...parsed.data);
      });
    }
  }
}
