import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { hostWords, pageWords } from './words.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    resources: typeof pageWords;
    returnNull: false;
  }
}

/** Words ready to use, synchronously: they are in the bundle, nothing is loaded. */
export function createI18n(): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'app',
    resources: { en: { ...pageWords, host: hostWords } },
    initAsync: false,
    // React escapes what it draws.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return instance;
}
