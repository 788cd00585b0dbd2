import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type PageError, toPageError } from '../data/page-error.ts';
import { useSayCode } from '../i18n/say.ts';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import styles from './loaded.module.css';

interface LoadedProps<Value> {
  readonly query: Pick<UseQueryResult<Value>, 'data' | 'error' | 'refetch'>;
  readonly children: (value: Value) => ReactNode;
  /** Drawn while nothing is there yet; without it a quiet line. */
  readonly waiting?: ReactNode;
}

/** Draws what a query has; before that a quiet line, and on an error its sentence with Retry. Held data stays on screen. */
export function Loaded<Value>({ query, children, waiting }: LoadedProps<Value>) {
  const { t } = useTranslation('ui');
  if (query.data !== undefined) {
    return <>{children(query.data)}</>;
  }
  if (query.error !== null) {
    return <ErrorBanner error={toPageError(query.error)} onRetry={() => void query.refetch()} />;
  }
  return (
    <>
      {waiting ?? (
        <p className={styles.waiting} role="status">
          {t('loading')}
        </p>
      )}
    </>
  );
}

interface ErrorBannerProps {
  readonly error: PageError;
  readonly onRetry?: () => void;
}

/** An error in words, its code small beside it. Use it under a form for what a command answered. */
export function ErrorBanner({ error, onRetry }: ErrorBannerProps) {
  const { t } = useTranslation('ui');
  const sayCode = useSayCode();
  return (
    <Banner
      tone="attention"
      title={sayCode(error)}
      isUrgent
      action={onRetry === undefined ? undefined : <Button onPress={onRetry}>{t('retry')}</Button>}
    >
      <span className={styles.code}>{t('errorCode', { code: error.code })}</span>
    </Banner>
  );
}

/** The same for a mutation: nothing while it has not failed. */
export function MutationError({ mutation }: { readonly mutation: { readonly error: Error | null } }) {
  return mutation.error === null ? null : <ErrorBanner error={toPageError(mutation.error)} />;
}
