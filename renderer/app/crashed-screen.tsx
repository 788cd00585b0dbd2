import type { ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { CodeText } from '../ui/code-text.tsx';
import { Screen } from './screen.tsx';

/** A screen that threw while it was drawn: the rest of the window stays, and nothing else is affected. */
export function CrashedScreen({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation('app');
  return (
    <Screen title={t('crashed.title')}>
      <Banner
        tone="stop"
        isUrgent
        title={t('crashed.title')}
        action={<Button onPress={reset}>{t('crashed.again')}</Button>}
      >
        <p>{t('crashed.more')}</p>
        <CodeText>{error instanceof Error ? error.message : String(error)}</CodeText>
      </Banner>
    </Screen>
  );
}
