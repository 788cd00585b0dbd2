import { useTranslation } from 'react-i18next';
import { openErrorEntry } from '../../../app/overlays.ts';
import { Screen } from '../../../app/screen.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { BookSearch } from '../parts/book-search.tsx';
import { ErrorList } from '../parts/error-list.tsx';

/** Errors of one instrument, the open ones or all there ever were, and its code book. */
export function InstrumentErrorsScreen() {
  const { t } = useTranslation('errors');
  const { id, card, title, crumbs } = useInstrument();
  return (
    <Screen
      title={title}
      crumbs={crumbs}
      actions={{
        primary: { label: t('enter'), icon: 'keyboard', onPress: () => openErrorEntry({ instrumentId: id }) },
      }}
      side={card && <BookSearch definitionKey={card.definitionKey} />}
    >
      <ErrorList instrumentId={id} />
    </Screen>
  );
}
