import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/empty-state.tsx';
import { ButtonLink } from './button-link.tsx';
import { Screen } from './screen.tsx';

export function NotFoundScreen() {
  const { t } = useTranslation('app');
  return (
    <Screen title={t('notFound.title')}>
      <EmptyState title={t('notFound.title')} action={<ButtonLink to="/bench">{t('notFound.toBench')}</ButtonLink>}>
        {t('notFound.more')}
      </EmptyState>
    </Screen>
  );
}
