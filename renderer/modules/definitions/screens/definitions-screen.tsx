import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { getBridge } from '../../../data/bridge.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { formatBytes, formatInstant } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';

/** What this lab changed in the definitions of its instruments; written to a file for another workstation, or taken from one. */
export function DefinitionsScreen() {
  const { t } = useTranslation('definitions');
  const say = useSay();
  const navigate = useNavigate();
  const api = useApi().definitions;
  const own = useQuery(api.own.queryOptions());
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const write = useMutation(api.exportPack.mutationOptions());
  const start = async () => {
    const file = await getBridge()?.chooseFileToSave('pack', 'definitions.benchside');
    if (file != null) write.mutate({ grant: file.grant, keys: [...chosen] });
  };
  return (
    <Screen
      title={t('title')}
      actions={{
        secondary: [
          { label: t('pack.import'), icon: 'file', onPress: () => void navigate({ to: '/definitions/import' }) },
        ],
        primary: {
          label: t('pack.export'),
          isDisabled: chosen.length === 0 || getBridge() === null,
          isPending: write.isPending,
          onPress: () => void start(),
        },
      }}
    >
      <MutationError mutation={write} />
      {write.data !== undefined && (
        <Banner
          tone="good"
          title={t('pack.exported', { count: write.data.count, size: formatBytes(write.data.byteCount) })}
        />
      )}
      <Loaded query={own}>
        {({ definitions, problems, saved }) => (
          <>
            <Card title={t('open')}>
              {definitions.length === 0 ? (
                <EmptyState title={t('pack.none')}>{t('pack.noneMore')}</EmptyState>
              ) : (
                <CheckField
                  label={t('pack.which')}
                  values={chosen}
                  choices={definitions.map(({ key, maker, model, version, isShipped }) => ({
                    value: key,
                    label: `${maker} ${model}`,
                    detail: `${t('pack.own', { version })} · ${t(isShipped ? 'pack.overShipped' : 'pack.standsAlone')}`,
                  }))}
                  onChange={setChosen}
                />
              )}
            </Card>
            {problems.length > 0 && (
              <Card title={t('pack.problems')}>
                <ul className={styles.rows}>
                  {problems.map(({ folder, code, detail }) => (
                    <li key={folder} className={styles.row}>
                      <span className={styles.main}>
                        <StateMark tone="attention">{folder}</StateMark>
                        <span className={styles.text}>{say(code)}</span>
                        <span className={styles.muted}>{detail}</span>
                      </span>
                    </li>
                  ))}
                </ul>
              </Card>
            )}
            <Card title={t('pack.history')}>
              {saved.length === 0 && <p>{t('pack.historyEmpty')}</p>}
              <ul className={styles.rows}>
                {saved.map((row) => (
                  <li key={row.hash} className={styles.row}>
                    <span className={styles.main}>
                      <span className={styles.text}>{`${row.key} ${row.version}`}</span>
                      <span>{row.reason}</span>
                      <span className={styles.muted}>
                        {[
                          t('pack.changes', { count: row.changeCount }),
                          row.fromPack ? t('pack.fromPack') : '',
                          row.writtenBy,
                          formatInstant(row.writtenAt, 'minutes'),
                        ]
                          .filter(Boolean)
                          .join(' · ')}
                      </span>
                    </span>
                  </li>
                ))}
              </ul>
            </Card>
          </>
        )}
      </Loaded>
    </Screen>
  );
}
