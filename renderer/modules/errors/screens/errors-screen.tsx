import { useTranslation } from 'react-i18next';
import { openErrorEntry } from '../../../app/overlays.ts';
import { Screen } from '../../../app/screen.tsx';
import { BookSearch } from '../parts/book-search.tsx';
import { ErrorList } from '../parts/error-list.tsx';

/** Errors of all instruments, and the code books. */
export function ErrorsScreen() {
  const { t } = useTranslation('errors');
  return (
    <Screen
      title={t('title')}
      actions={{ primary: { label: t('enter'), icon: 'keyboard', onPress: () => openErrorEntry() } }}
      side={<BookSearch />}
    >
      <ErrorList instrumentId={null} />
    </Screen>
  );
}
