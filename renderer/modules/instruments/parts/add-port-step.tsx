import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PortChoice } from '../../../app/port-choice.tsx';
import { SerialSettingsFields } from '../../../app/serial-settings-fields.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { type AddDraft, type LinkKind, type LinkProblem, offeredKinds } from './add-draft.ts';
import styles from './add-steps.module.css';
import { FolderField } from './folder-field.tsx';
import { FormatField } from './format-field.tsx';

interface AddPortStepProps {
  readonly draft: AddDraft;
  readonly onChange: (change: Partial<AddDraft>) => void;
  /** The field in the way, once the person has tried to go on. */
  readonly problem: LinkProblem | null;
  /** Where this is a step of its own, the hands go to its first field. */
  readonly isStep?: boolean;
  /** Connections to choose from; those of the model, unless said otherwise. */
  readonly kinds?: readonly LinkKind[];
}

/** Step 2: how it is connected and where. A cable plugged in now is seen and chosen. */
export function AddPortStep({ draft, onChange, problem, isStep = false, kinds: only }: AddPortStepProps) {
  const { t } = useTranslation('addInstrument');
  const kinds = only ?? offeredKinds(draft.definition);
  return (
    <>
      <FormatField draft={draft} onChange={onChange} />
      {kinds.length > 1 && (
        <ChoiceField
          label={t('port.kind')}
          value={draft.kind}
          choices={kinds.map((kind) => ({ value: kind, label: t(`port.kinds.${kind}`) }))}
          onChange={(kind) => onChange({ kind })}
          layout="row"
          autoFocus={isStep}
        />
      )}
      {draft.kind === 'serial' && <SerialPort draft={draft} onChange={onChange} problem={problem} />}
      {draft.kind === 'folder' && <FolderField draft={draft} onChange={onChange} problem={problem} />}
      {draft.kind === 'tcp-client' && (
        <div className={styles.pair}>
          <TextField
            label={t('port.host')}
            value={draft.host}
            onChange={(host) => onChange({ host })}
            placeholder={t('port.hostExample')}
            isMono
            error={problem === 'host' ? t('port.errors.host') : undefined}
          />
          <TcpPortField draft={draft} onChange={onChange} problem={problem} />
        </div>
      )}
      {draft.kind === 'tcp-server' && (
        <div className={styles.pair}>
          <TextField
            label={t('port.listenAddress')}
            value={draft.listenAddress}
            onChange={(listenAddress) => onChange({ listenAddress })}
            description={t('port.listenAddressMore')}
            isMono
          />
          <TcpPortField draft={draft} onChange={onChange} problem={problem} />
          <TextField
            label={t('port.peers')}
            value={draft.peers}
            onChange={(peers) => onChange({ peers })}
            description={t('port.peersMore')}
            isMono
            error={problem === 'peers' ? t('port.errors.peers') : undefined}
          />
        </div>
      )}
    </>
  );
}

function TcpPortField({ draft, onChange, problem }: AddPortStepProps) {
  const { t } = useTranslation('addInstrument');
  return (
    <TextField
      label={t('port.tcpPort')}
      value={draft.tcpPort}
      onChange={(tcpPort) => onChange({ tcpPort })}
      inputMode="numeric"
      isMono
      error={problem === 'tcpPort' ? t('port.errors.tcpPort') : undefined}
    />
  );
}

function SerialPort({ draft, onChange, problem }: AddPortStepProps) {
  const { t } = useTranslation('addInstrument');
  const { t: tPort } = useTranslation('port');
  const [isChanging, setChanging] = useState(false);
  return (
    <>
      <PortChoice
        value={draft}
        onChange={onChange}
        problem={problem === 'port' || problem === 'path' ? problem : null}
      />
      <Card
        title={t('port.settings')}
        level={3}
        action={
          <Button look="quiet" onPress={() => setChanging(!isChanging)} aria-expanded={isChanging}>
            {t(isChanging ? 'port.keep' : 'port.change')}
          </Button>
        }
      >
        <p>
          {t('port.settingsText', {
            baud: draft.serial.baud,
            dataBits: draft.serial.dataBits,
            parity: tPort(`parities.${draft.serial.parity}`),
            count: draft.serial.stopBits,
          })}
        </p>
        {draft.definition.defaultsAreUncertain && <p className={styles.detail}>{t('port.uncertain')}</p>}
        {isChanging && <SerialSettingsFields value={draft.serial} onChange={(serial) => onChange({ serial })} />}
      </Card>
    </>
  );
}
