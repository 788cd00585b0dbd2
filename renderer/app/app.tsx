import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { I18nextProvider } from 'react-i18next';
import { type DataLayer, DataProvider } from '../data/data-layer.tsx';
import { createI18n } from '../i18n/i18n.ts';
import type { AppRouter } from './router.tsx';

interface AppProps {
  readonly layer: DataLayer;
  readonly router: AppRouter;
}

/** The whole page: words, data, and the router that draws frame and screen. Tests draw the same. */
export function App({ layer, router }: AppProps) {
  const [i18n] = useState(createI18n);
  return (
    <I18nextProvider i18n={i18n}>
      <I18nProvider locale="en-GB">
        <DataProvider layer={layer}>
          <RouterProvider router={router} />
        </DataProvider>
      </I18nProvider>
    </I18nextProvider>
  );
}
