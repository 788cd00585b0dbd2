import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isSamePort, type PortInfo, scannerHolder, type UsbIdentity } from '../../shared/instruments/link-settings.ts';
import { useStream } from '../data/data-layer.tsx';
import { useSayCode } from '../i18n/say.ts';
import { Banner } from '../ui/banner.tsx';
import { ChoiceField } from '../ui/choice-field.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './port-choice.module.css';
import { newPorts, sortPorts, TYPED_PATH } from './port-order.ts';

/** A port as it is being chosen. */
export interface ChosenPort {
  /** The chosen port's path, `TYPED_PATH` when it is typed, null before any. */
  readonly portChoice: string | null;
  readonly typedPath: string;
  readonly usb: UsbIdentity | null;
}

interface PortChoiceProps {
  readonly value: ChosenPort;
  readonly onChange: (change: Partial<ChosenPort>) => void;
  /** What stands in the way, once the person has tried to go on. */
  readonly problem: 'port' | 'path' | null;
  /** Who chooses, as a port's `usedBy` says it: a port that is theirs already can be chosen. */
  readonly own?: string;
}

interface PortList {
  readonly ports: readonly PortInfo[];
  readonly problem: string | null;
}

/** The serial ports of this machine with their USB identity. A cable plugged in now is seen and chosen. */
export function PortChoice({ value, onChange, problem, own }: PortChoiceProps) {
  const { t } = useTranslation('port');
  const sayCode = useSayCode();
  const [list, setList] = useState<PortList | null>(null);
  const [plugged, setPlugged] = useState<readonly string[]>([]);
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
  const userOf = ({ usedBy }: PortInfo): string | false => {
    if (usedBy === null) {
      return false;
    }
    return usedBy === scannerHolder ? t('usedByScanner') : t('usedBy', { name: usedBy });
  };
  const describePort = (port: PortInfo): string =>
    [
      plugged.includes(port.path) && t('justPlugged'),
      userOf(port),
      port.manufacturer,
      port.usb?.vendorId && t('usb', { vendor: port.usb.vendorId, product: port.usb.productId ?? '?' }),
      port.usb?.serialNumber && t('usbSerial', { serial: port.usb.serialNumber }),
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <>
      {list?.problem != null && <Banner tone="attention" title={sayCode({ code: list.problem, data: {} })} />}
      <ChoiceField
        label={t('ports')}
        description={ports.length === 0 ? t('noPorts') : t('plugIn')}
        value={listedAs(value, ports)}
        choices={[
          ...ports.map((port) => ({
            value: port.path,
            label: <span className={styles.path}>{port.path}</span>,
            detail: describePort(port),
            isDisabled: port.usedBy !== null && port.usedBy !== own,
          })),
          { value: TYPED_PATH, label: t('otherPath'), detail: t('otherPathDetail') },
        ]}
        onChange={(path) => {
          setTyping(path === TYPED_PATH);
          onChange({ portChoice: path, usb: ports.find((port) => port.path === path)?.usb ?? null });
        }}
      />
      {value.portChoice === TYPED_PATH && (
        <TextField
          label={t('path')}
          value={value.typedPath}
          onChange={(typedPath) => onChange({ typedPath })}
          placeholder={t('pathExample')}
          isMono
          autoFocus={isTyping}
          error={problem === 'path' ? t('errors.path') : undefined}
        />
      )}
      {problem === 'port' && <Banner tone="attention" title={t('errors.port')} isUrgent />}
    </>
  );
}

/** The row of the chosen port: an adapter is known by its USB identity, whatever name it has today. */
function listedAs({ portChoice, usb }: ChosenPort, ports: readonly PortInfo[]): string | null {
  if (portChoice === null || portChoice === TYPED_PATH || usb === null) {
    return portChoice;
  }
  return ports.find((port) => port.usb !== null && isSamePort(port, { path: portChoice, usb }))?.path ?? null;
}
