import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getBridge } from '../../../data/bridge.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatBytes } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './sync.module.css';

type What = 'lacked' | 'all' | 'time';
const day = /^\d{4}-\d\d-\d\d$/;
/** The largest file of FAT32 is one byte short of 4096 megabytes. */
const mostMegabytes = 4095;

/** For whom, what, and whether a passphrase opens it: then one file, or several numbered ones. */
export function WriteBundleCard({ isBusy }: { readonly isBusy: boolean }) {
  const { t } = useTranslation('bundles');
  const api = useApi().sync.bundles;
  const receivers = useQuery(api.receivers.queryOptions());
  const write = useMutation(api.write.mutationOptions());
  const resume = useMutation(api.resume.mutationOptions());
  const [devices, setDevices] = useState<readonly string[]>([]);
  const [what, setWhat] = useState<What>('lacked');
  const [span, setSpan] = useState({ from: '', to: '' });
  const [passphrase, setPassphrase] = useState('');
  const [part, setPart] = useState('1024');
  const partMegabytes = Number(part);
  const isPartGood = Number.isInteger(partMegabytes) && partMegabytes >= 1 && partMegabytes <= mostMegabytes;
  const isSpanGood = what !== 'time' || [span.from, span.to].every((one) => one.trim() === '' || day.test(one.trim()));
  const canWrite = isPartGood && isSpanGood && (passphrase === '' || passphrase.length >= 8) && !isBusy;
  const choose = () =>
    getBridge()?.chooseFileToSave('bundle', `benchside-${new Date().toISOString().slice(0, 10)}.benchside`);
  const save = async () => {
    const chosen = await choose();
    if (chosen == null) return;
    resume.reset();
    write.mutate({
      grant: chosen.grant,
      what,
      from: what === 'time' ? span.from.trim() || null : null,
      to: what === 'time' ? span.to.trim() || null : null,
      devices: [...devices],
      passphrase: passphrase || null,
      partMegabytes,
    });
  };
  const goOn = async () => {
    const chosen = await choose();
    if (chosen == null) return;
    write.reset();
    resume.mutate({ grant: chosen.grant, partMegabytes });
  };
  const written = write.data ?? resume.data;
  return (
    <Card title={t('write.title')}>
      <div className={styles.fields}>
        <Loaded query={receivers}>
          {(rows) =>
            rows.length > 0 && (
              <CheckField
                label={t('write.forWhom')}
                description={t('write.forWhomMore')}
                values={devices}
                choices={rows.map(({ device, label, lackCount, knownAt }) => ({
                  value: device,
                  label,
                  detail: t(knownAt === null ? 'write.lacksAll' : 'write.lacks', { count: lackCount }),
                }))}
                onChange={setDevices}
              />
            )
          }
        </Loaded>
        <ChoiceField
          label={t('write.what')}
          value={what}
          choices={(['lacked', 'all', 'time'] as const).map((value) => ({ value, label: t(`write.whats.${value}`) }))}
          onChange={setWhat}
        />
        {what === 'time' && (
          <>
            <TextField
              label={t('write.from')}
              description={t('write.dayMore')}
              value={span.from}
              onChange={(from) => setSpan({ ...span, from })}
              maxLength={10}
            />
            <TextField
              label={t('write.to')}
              description={t('write.dayMore')}
              value={span.to}
              onChange={(to) => setSpan({ ...span, to })}
              maxLength={10}
            />
          </>
        )}
        <TextField
          label={t('write.passphrase')}
          description={t('write.passphraseMore')}
          value={passphrase}
          onChange={setPassphrase}
          type="password"
          maxLength={200}
        />
        {devices.length === 0 && passphrase === '' && <p className={styles.detail}>{t('write.open')}</p>}
        <TextField
          label={t('write.part')}
          description={t('write.partMore')}
          value={part}
          onChange={setPart}
          inputMode="numeric"
          maxLength={4}
        />
        <div className={styles.actions}>
          <Button
            onPress={() => void save()}
            isPending={write.isPending}
            isDisabled={!canWrite || getBridge() === null}
          >
            {t('write.save')}
          </Button>
          <Button
            look="quiet"
            onPress={() => void goOn()}
            isPending={resume.isPending}
            isDisabled={isBusy || !isPartGood || getBridge() === null}
          >
            {t('write.resume')}
          </Button>
        </div>
        <MutationError mutation={write} />
        <MutationError mutation={resume} />
        {written !== undefined && (
          <Banner
            tone="good"
            title={t('write.done', {
              file: written.file,
              count: written.recordCount,
              size: formatBytes(written.byteCount),
            })}
          >
            {t('write.parts', { count: written.partCount })} {t('write.keep')}
          </Banner>
        )}
      </div>
    </Card>
  );
}
