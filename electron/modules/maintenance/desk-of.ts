import type { AgendaCounts, Notice } from '../../../shared/modules/maintenance/agenda-contract.ts';
import type { HostContext } from '../../host/module.ts';
import { perHost } from '../per-host.ts';
import { AgendaDesk } from './agenda-desk.ts';
import { createCounting } from './agenda-list.ts';

/** The one agenda of a running host. */
export const deskOf = perHost((context) => new AgendaDesk(context));

/**
 * Tells whoever has no page (the tray, desktop notifications) what needs a person: at once, and when it changes. Answers
 * how to stop.
 */
export function watchAttention(
  context: HostContext,
  listener: (attention: { counts: AgendaCounts; notices: readonly Notice[] }) => void,
): () => void {
  const desk = deskOf(context);
  const countAll = createCounting(context, desk);
  let shown = '';
  let timer: NodeJS.Timeout | undefined;
  const tell = (notices: readonly Notice[]): void => {
    const counts = countAll();
    const text = JSON.stringify(counts);
    if (text === shown && notices.length === 0) return;
    shown = text;
    listener({ counts, notices });
  };
  // A burst of records (an import, a morning's tasks) is told once.
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      try {
        tell([]);
      } catch {
        // The store was closed meanwhile, or is damaged and says so itself.
      }
    }, 1000);
    timer.unref();
  };
  const stops = [desk.onChange(soon), desk.onNotices(tell)];
  soon();
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}
