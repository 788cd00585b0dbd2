import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Encryption } from '../../../../shared/modules/system/encryption-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSayCode } from '../../../i18n/say.ts';
import { formatBytes, formatDay } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { EscrowSheet } from './escrow-sheet.tsx';
import styles from './people.module.css';

/** Whether the data file on this disk is encrypted, and the switch (docs/decisions/0049-encrypted-data-file.md). */
export function FileEncryption() {
  const { t } = useTranslation('people');
  const state = useQuery(useApi().system.encryption.state.queryOptions());
  return (
    <Card title={t('encryption.title')}>
      <p className={styles.more}>{t('encryption.why')}</p>
      <Loaded query={state}>{(encryption) => <Switch encryption={encryption} />}</Loaded>
    </Card>
  );
}

function Switch({ encryption }: { readonly encryption: Encryption }) {
  const { t } = useTranslation('people');
  const api = useApi();
  const sayCode = useSayCode();
  const [sheet, setSheet] = useState<'on' | 'code' | 'off' | null>(null);
  const turnOn = useMutation(api.system.encryption.turnOn.mutationOptions());
  const turnOff = useMutation(api.system.encryption.turnOff.mutationOptions());
  const { mode, pending, problem, keyProvider, isKeyBesideData, escrowProvedAt } = encryption;
  const isEncrypted = mode === 'encrypted';
  const answer = turnOn.data ?? turnOff.data;
  return (
    <>
      <StateMark tone={isEncrypted ? 'good' : 'not-set-up'}>{t(`encryption.mode.${mode}`)}</StateMark>
      {isEncrypted && <p>{t(`encryption.key.${keyProvider}`)}</p>}
      {isKeyBesideData &&
        (isEncrypted ? (
          <Banner tone="unknown" title={t('encryption.besideData')} />
        ) : (
          <p className={styles.more}>{t('encryption.besideData')}</p>
        ))}
      {escrowProvedAt !== null && (
        <p className={styles.more}>{t('encryption.proved', { day: formatDay(escrowProvedAt) })}</p>
      )}
      {pending !== 'none' && <Banner tone="info" title={t(`encryption.pending.${pending}`)} />}
      {pending !== 'none' && problem !== null && (
        <Banner tone="attention" title={sayCode({ code: problem, data: {} })} />
      )}
      {answer?.isRestarting === true && <Banner tone="info" title={t('encryption.restarting')} />}
      <MutationError mutation={turnOn} />
      <MutationError mutation={turnOff} />
      <div className={styles.buttons}>
        {pending === 'none' && (
          <Button onPress={() => setSheet(isEncrypted ? 'off' : 'on')}>
            {t(isEncrypted ? 'encryption.turnOff' : 'encryption.turnOn')}
          </Button>
        )}
        {isEncrypted && (
          <Button look="quiet" onPress={() => setSheet('code')}>
            {t('encryption.showAgain')}
          </Button>
        )}
      </div>
      {(sheet === 'on' || sheet === 'code') && (
        <EscrowSheet
          verb={t(sheet === 'on' ? 'encryption.prove' : 'encryption.close')}
          plainCopies={sheet === 'on' ? describeCopies(encryption) : null}
          onClose={() => setSheet(null)}
          onProved={() => {
            setSheet(null);
            if (sheet === 'on') {
              turnOn.mutate(undefined);
            }
          }}
        />
      )}
      {sheet === 'off' && (
        <Sheet
          title={t('encryption.turnOff')}
          isOpen
          onOpenChange={() => setSheet(null)}
          place="middle"
          actions={
            <Button
              look="stop"
              onPress={() => {
                setSheet(null);
                turnOff.mutate(undefined);
              }}
            >
              {t('encryption.turnOff')}
            </Button>
          }
        >
          <p>{t('encryption.offMore')}</p>
        </Sheet>
      )}
    </>
  );

  function describeCopies({ plainCopies }: Encryption): string | null {
    const { backups, setAside, byteCount } = plainCopies;
    return backups + setAside === 0
      ? null
      : t('encryption.plainCopies', { backups, setAside, size: formatBytes(byteCount) });
  }
}
