import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useApi } from '../data/data-layer.tsx';
import { takeTheme } from './theme.ts';

/** Colours the page as the settings say, once they are there and whenever they change. */
export function useThemeSetting(): void {
  const theme = useQuery(useApi().system.settings.queryOptions()).data?.theme;
  useEffect(() => {
    if (theme !== undefined) {
      takeTheme(theme);
    }
  }, [theme]);
}
