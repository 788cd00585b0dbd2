import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PortInfo } from '../../../../shared/instruments/link-settings.ts';
import { useStream } from '../../../data/data-layer.tsx';
import { useSayCode } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import {
  type AddDraft,
  type LinkKind,
  type LinkProblem,
  newPorts,
  offeredKinds,
  sortPorts,
  TYPED_PATH,
} from './add-draft.ts';
import styles from './add-steps.module.css';
import { FolderField } from './folder-field.tsx';
import { FormatField } from './format-field.tsx';
import { SerialSettingsFields } from './serial-settings-fields.tsx';

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

interface PortList {
  readonly ports: readonly PortInfo[];
  readonly problem: string | null;
}

function SerialPort({ draft, onChange, problem }: AddPortStepProps) {
  const { t } = useTranslation('addInstrument');
  const sayCode = useSayCode();
  const [list, setList] = useState<PortList | null>(null);
  const [plugged, setPlugged] = useState<readonly string[]>([]);
  const [isChanging, setChanging] = useState(false);
  const [isTyping, setTyping] = useState(false);
  const before = useRef<readonly PortInfo[] | null>(null);
  const choose = useRef(onChange);
  choose.current = onChange;
  useStream<PortList>('ports', (client, signal) => client.instruments.watchPorts(undefined, { signal }), {
    onValue: setList,
  });
  useEffect(() => {
    if (list === null) {
      return;
    }
    const arrived = before.current === null ? [] : newPorts(before.current, list.ports);
    before.current = list.ports;
    const only = arrived.length === 1 ? arrived[0] : undefined;
    if (arrived.length > 0) {
      setPlugged(arrived.map((port) => port.path));
    }
    if (only !== undefined) {
      choose.current({ portChoice: only.path, usb: only.usb });
    }
  }, [list]);
  const ports = sortPorts(list?.ports ?? []);
  const describePort = (port: PortInfo): string =>
    [
      plugged.includes(port.path) && t('port.justPlugged'),
      port.usedBy !== null && t('port.usedBy', { name: port.usedBy }),
      port.manufacturer,
      port.usb?.vendorId && t('port.usb', { vendor: port.usb.vendorId, product: port.usb.productId ?? '?' }),
      port.usb?.serialNumber && t('port.usbSerial', { serial: port.usb.serialNumber }),
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <>
      {list?.problem != null && <Banner tone="attention" title={sayCode({ code: list.problem, data: {} })} />}
      <ChoiceField
        label={t('port.ports')}
        description={ports.length === 0 ? t('port.noPorts') : t('port.plugIn')}
        value={draft.portChoice}
        choices={[
          ...ports.map((port) => ({
            value: port.path,
            label: <span className={styles.path}>{port.path}</span>,
            detail: describePort(port),
            isDisabled: port.usedBy !== null,
          })),
          { value: TYPED_PATH, label: t('port.otherPath'), detail: t('port.otherPathDetail') },
        ]}
        onChange={(path) => {
          setTyping(path === TYPED_PATH);
          onChange({ portChoice: path, usb: ports.find((port) => port.path === path)?.usb ?? null });
        }}
      />
      {draft.portChoice === TYPED_PATH && (
        <TextField
          label={t('port.path')}
          value={draft.typedPath}
          onChange={(typedPath) => onChange({ typedPath })}
          placeholder={t('port.pathExample')}
          isMono
          autoFocus={isTyping}
          error={problem === 'path' ? t('port.errors.path') : undefined}
        />
      )}
      {problem === 'port' && <Banner tone="attention" title={t('port.errors.port')} isUrgent />}
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
            parity: t(`port.parities.${draft.serial.parity}`),
            count: draft.serial.stopBits,
          })}
        </p>
        {draft.definition.defaultsAreUncertain && <p className={styles.detail}>{t('port.uncertain')}</p>}
        {isChanging && <SerialSettingsFields value={draft.serial} onChange={(serial) => onChange({ serial })} />}
      </Card>
    </>
  );
}
