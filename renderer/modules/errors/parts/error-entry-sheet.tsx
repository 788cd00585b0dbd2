import { useTranslation } from 'react-i18next';
import { closeErrorEntry, type ErrorEntryStart } from '../../../app/overlays.ts';
import { Sheet } from '../../../ui/sheet.tsx';

/** Enter an error code by hand or scanner, over any screen. */
export function ErrorEntrySheet({ start }: { readonly start: ErrorEntryStart }) {
  const { t } = useTranslation('errors');
  return (
    <Sheet title={t('title')} isOpen onOpenChange={closeErrorEntry}>
      {start.code}
    </Sheet>
  );
}
