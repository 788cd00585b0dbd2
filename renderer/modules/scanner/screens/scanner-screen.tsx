import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { scannerHolder } from '../../../../shared/instruments/link-settings.ts';
import type { ScannerSettings, ScannerState } from '../../../../shared/modules/scanner/contract.ts';
import { PortChoice } from '../../../app/port-choice.tsx';
import { type ScanWay, useScanTaker } from '../../../app/scan-taker.ts';
import { ScannerStateLine } from '../../../app/scanner-state.tsx';
import { Screen } from '../../../app/screen.tsx';
import { SerialSettingsFields } from '../../../app/serial-settings-fields.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { CodeText } from '../../../ui/code-text.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from '../parts/scanner.module.css';
import { draftOf, gapLimits, readDraft, type ScannerDraft } from '../parts/scanner-draft.ts';

/** The bar-code scanner on a serial port of this workstation: where it is, how it is, and one code to try. */
export function ScannerScreen() {
  const { t } = useTranslation('scanner');
  const scanner = useQuery(useApi().scanner.get.queryOptions());
  if (scanner.data === undefined) {
    return (
      <Screen title={t('title')}>
        <Loaded query={scanner}>{() => null}</Loaded>
      </Screen>
    );
  }
  return <ScannerForm held={scanner.data.settings} state={scanner.data.state} />;
}

interface ScannerFormProps {
  readonly held: ScannerSettings;
  readonly state: ScannerState;
}

function ScannerForm({ held, state }: ScannerFormProps) {
  const { t } = useTranslation('scanner');
  const api = useApi();
  const queries = useQueryClient();
  const save = useMutation(api.scanner.save.mutationOptions());
  const retry = useMutation(api.scanner.retry.mutationOptions());
  const [changes, setChanges] = useState<Partial<ScannerDraft>>({});
  const [isTried, setIsTried] = useState(false);
  const draft = { ...draftOf(held), ...changes };
  const change = (part: Partial<ScannerDraft>) => setChanges((before) => ({ ...before, ...part }));
  const read = readDraft(draft);
  const isChanged = !('settings' in read) || JSON.stringify(read.settings) !== JSON.stringify(ordered(held));
  const problem = isTried && 'problem' in read ? read.problem : null;
  const saveAll = () => {
    setIsTried(true);
    if ('settings' in read) {
      save.mutate(read.settings, {
        onSuccess: (_saved, settings) => {
          // The draft stays, equal to what is held now: no field goes and comes, and the one with the focus keeps it.
          queries.setQueryData(api.scanner.get.queryKey(), (before) => before && { ...before, settings });
          setIsTried(false);
        },
      });
    }
  };
  return (
    <Screen
      title={t('title')}
      crumbs={[{ label: t('settings'), to: '/settings' }]}
      actions={{
        state: t(isChanged ? 'changed' : 'unchanged'),
        primary: { label: t('save'), onPress: saveAll, isPending: save.isPending, isDisabled: !isChanged },
      }}
    >
      <div className={styles.page}>
        <p className={styles.more}>{t('about')}</p>
        <Card title={t('now')}>
          <ScannerStateLine state={state} />
          {state.state !== 'off' && state.state !== 'open' && (
            <div>
              <Button onPress={() => retry.mutate(undefined)} isPending={retry.isPending}>
                {t('retry')}
              </Button>
            </div>
          )}
          <MutationError mutation={retry} />
          {state.state !== 'off' && <Trial isChanged={isChanged} />}
        </Card>
        <Card title={t('use')}>
          <ChoiceField
            label={t('use')}
            isLabelHidden
            layout="row"
            value={draft.use}
            choices={(['none', 'serial'] as const).map((use) => ({ value: use, label: t(`uses.${use}`) }))}
            onChange={(use) => change({ use })}
          />
          {draft.use === 'serial' && (
            <>
              <PortChoice
                value={draft}
                onChange={change}
                problem={problem === 'port' || problem === 'path' ? problem : null}
                own={scannerHolder}
              />
              <h3>{t('line')}</h3>
              <p className={styles.more}>{t('lineMore')}</p>
              <SerialSettingsFields value={draft.serial} onChange={(serial) => change({ serial })} hasFlow={false} />
              <ChoiceField
                label={t('end')}
                description={t('endMore')}
                layout="row"
                value={draft.end}
                choices={(['line-end', 'gap'] as const).map((end) => ({ value: end, label: t(`ends.${end}`) }))}
                onChange={(end) => change({ end })}
              />
              {draft.end === 'gap' && (
                <TextField
                  label={`${t('gap')} (${t('milliseconds')})`}
                  value={draft.gapText}
                  onChange={(gapText) => change({ gapText })}
                  inputMode="numeric"
                  error={'problem' in read && read.problem === 'gap' ? t('gapRange', gapLimits) : undefined}
                />
              )}
              <p className={styles.more}>{t('listens')}</p>
            </>
          )}
        </Card>
        <MutationError mutation={save} />
      </div>
    </Screen>
  );
}

/** The held settings with their fields in the order in which a draft is read. */
function ordered({ serial, end, gapMs, port }: ScannerSettings): ScannerSettings {
  const { baud, dataBits, parity, stopBits } = serial;
  return { serial: { baud, dataBits, parity, stopBits }, end, gapMs, port };
}

interface LastCode {
  readonly code: string;
  readonly way: ScanWay;
}

/** Shows the code that was read last; it is on this page only, and gone with it. */
function Trial({ isChanged }: { readonly isChanged: boolean }) {
  const { t } = useTranslation('scanner');
  const [last, setLast] = useState<LastCode | null>(null);
  useScanTaker(true, (code, way) => setLast({ code, way }), true);
  return (
    <>
      <h3>{t('try')}</h3>
      <p className={styles.more}>{t(isChanged ? 'trySave' : 'tryMore')}</p>
      <p role="status" aria-label={t('try')}>
        {t(last?.way === 'keyboard' ? 'lastKeyboard' : 'last')}{' '}
        {last === null ? <span className={styles.more}>{t('nothingYet')}</span> : <CodeText>{last.code}</CodeText>}
      </p>
    </>
  );
}
