import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useApi } from '../data/data-layer.tsx';
import type { Command } from './commands.ts';
import { openErrorEntry, setWhoOpen } from './overlays.ts';
import { shownInstrument } from './shown-instrument.ts';
import { type Theme, takeTheme } from './theme.ts';
import { toggleBenchMode } from './use-frame-keys.ts';

/** Commands that are there on every screen. */
export function useGlobalCommands(): { readonly go: readonly Command[]; readonly act: readonly Command[] } {
  const { t } = useTranslation('app');
  const router = useRouter();
  const api = useApi();
  const settings = useQuery(api.system.settings.queryOptions()).data;
  const save = useMutation(api.system.saveSettings.mutationOptions());
  const takeAndSave = (theme: Theme) => () => {
    takeTheme(theme);
    if (settings !== undefined) {
      save.mutate({ ...settings, theme });
    }
  };
  return {
    go: [
      { id: 'go bench', label: t('rail.bench'), run: () => void router.navigate({ to: '/bench' }) },
      { id: 'go errors', label: t('rail.errors'), run: () => void router.navigate({ to: '/errors' }) },
      { id: 'go cases', label: t('rail.cases'), run: () => void router.navigate({ to: '/cases/list' }) },
      { id: 'go service', label: t('rail.service'), run: () => void router.navigate({ to: '/service' }) },
      { id: 'go calibration', label: t('rail.calibration'), run: () => void router.navigate({ to: '/calibration' }) },
      {
        id: 'go self-audit',
        label: t('palette.selfAudit'),
        run: () => void router.navigate({ to: '/service/self-audit' }),
      },
      { id: 'go procedures', label: t('rail.procedures'), run: () => void router.navigate({ to: '/procedures' }) },
      { id: 'go records', label: t('rail.records'), run: () => void router.navigate({ to: '/records' }) },
      { id: 'go sync', label: t('rail.sync'), run: () => void router.navigate({ to: '/sync' }) },
      { id: 'go reports', label: t('palette.reports'), run: () => void router.navigate({ to: '/reports' }) },
      { id: 'go settings', label: t('rail.settings'), run: () => void router.navigate({ to: '/settings' }) },
      { id: 'go scanner', label: t('palette.scanner'), run: () => void router.navigate({ to: '/scanner' }) },
      { id: 'go people', label: t('palette.people'), run: () => void router.navigate({ to: '/people' }) },
      { id: 'go account', label: t('palette.account'), run: () => void router.navigate({ to: '/account' }) },
      { id: 'go audit-trail', label: t('palette.auditTrail'), run: () => void router.navigate({ to: '/audit-trail' }) },
      { id: 'go about', label: t('palette.about'), run: () => void router.navigate({ to: '/about' }) },
    ],
    act: [
      { id: 'do add', label: t('palette.addInstrument'), run: () => void router.navigate({ to: '/instruments/new' }) },
      {
        id: 'do error',
        label: t('palette.enterError'),
        detail: 'Ctrl+E',
        run: () => openErrorEntry({ instrumentId: shownInstrument(router.state.location.pathname) }),
      },
      { id: 'do who', label: t('palette.who'), detail: 'Ctrl+U', run: () => setWhoOpen(true) },
      { id: 'do bench-mode', label: t('palette.benchMode'), detail: 'F11', run: toggleBenchMode },
      { id: 'do light', label: t('palette.themeLight'), run: takeAndSave('light') },
      { id: 'do dark', label: t('palette.themeDark'), run: takeAndSave('dark') },
      { id: 'do system', label: t('palette.themeSystem'), run: takeAndSave('system') },
    ],
  };
}
