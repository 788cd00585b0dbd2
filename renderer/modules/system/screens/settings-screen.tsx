import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../../../shared/modules/system/contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { useFrameState } from '../../../app/frame-state.ts';
import { Screen } from '../../../app/screen.tsx';
import { takeTheme } from '../../../app/theme.ts';
import { toggleBenchMode } from '../../../app/use-frame-keys.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField, SwitchField } from '../../../ui/choice-field.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { KeepingFields, type KeepingText, keepingLimits, readKeeping } from '../parts/keeping-fields.tsx';
import { PeopleCard } from '../parts/people-card.tsx';
import { ScannerCard } from '../parts/scanner-card.tsx';
import styles from '../parts/settings.module.css';

/** How the bench looks and how long it keeps what is not a record. Saved as a whole; nothing changes before Save but the look. */
export function SettingsScreen() {
  const { t } = useTranslation('system');
  const settings = useQuery(useApi().system.settings.queryOptions());
  if (settings.data === undefined) {
    return (
      <Screen title={t('settings.title')}>
        <Loaded query={settings}>{() => null}</Loaded>
      </Screen>
    );
  }
  return <SettingsForm held={settings.data} />;
}

interface Draft {
  readonly units: Settings['units'] | null;
  readonly keeping: Partial<KeepingText>;
}

function SettingsForm({ held }: { readonly held: Settings }) {
  const { t } = useTranslation('system');
  const save = useMutation(useApi().system.saveSettings.mutationOptions());
  const isBenchMode = useFrameState((state) => state.isBenchMode);
  const [draft, setDraft] = useState<Draft>({ units: null, keeping: {} });
  const keepingText: KeepingText = {
    wireMaxAgeDays: draft.keeping.wireMaxAgeDays ?? String(held.wireMaxAgeDays),
    wireMaxMegabytes: draft.keeping.wireMaxMegabytes ?? String(held.wireMaxMegabytes),
    messageMonths: draft.keeping.messageMonths ?? String(held.messageMonths),
  };
  const keeping = readKeeping(keepingText);
  const units = draft.units ?? held.units;
  const isChanged =
    units !== held.units || keepingLimits.some(({ field }) => keepingText[field].trim() !== String(held[field]));
  const saveAll = () => {
    if (keeping !== null) {
      save.mutate({ ...held, ...keeping, units }, { onSuccess: () => setDraft({ units: null, keeping: {} }) });
    }
  };
  const takeAndSaveTheme = (theme: Settings['theme']) => {
    takeTheme(theme);
    save.mutate({ ...held, theme });
  };
  return (
    <Screen
      title={t('settings.title')}
      actions={{
        state: t(isChanged ? 'settings.changed' : 'settings.unchanged'),
        primary: {
          label: t('settings.save'),
          onPress: saveAll,
          isPending: save.isPending,
          isDisabled: !isChanged || keeping === null,
        },
      }}
    >
      <div className={styles.page}>
        <Card title={t('settings.look')}>
          <ChoiceField
            label={t('settings.theme')}
            layout="row"
            value={held.theme}
            choices={(['system', 'light', 'dark'] as const).map((theme) => ({
              value: theme,
              label: t(`settings.themes.${theme}`),
            }))}
            onChange={takeAndSaveTheme}
          />
          <SwitchField label={t('settings.benchMode')} isOn={isBenchMode} onChange={toggleBenchMode} />
          <p className={styles.more}>{t('settings.benchModeMore')}</p>
        </Card>
        <Card title={t('settings.values')}>
          <ChoiceField
            label={t('settings.units')}
            description={t('settings.unitsMore')}
            layout="row"
            value={units}
            choices={(['as-sent', 'si', 'conventional'] as const).map((choice) => ({
              value: choice,
              label: t(`settings.unitChoices.${choice}`),
            }))}
            onChange={(choice) => setDraft({ ...draft, units: choice })}
          />
        </Card>
        <KeepingFields
          text={keepingText}
          onChange={(change) => setDraft({ ...draft, keeping: { ...draft.keeping, ...change } })}
        />
        <MutationError mutation={save} />
        <ScannerCard />
        <PeopleCard />
        <ButtonLink to="/about" icon="info">
          {t('settings.about')}
        </ButtonLink>
      </div>
    </Screen>
  );
}
