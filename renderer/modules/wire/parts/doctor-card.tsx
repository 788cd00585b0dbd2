import { useTranslation } from 'react-i18next';
import type { DoctorReport } from '../../../../shared/instruments/doctor-verdicts.ts';
import type { InstrumentCard } from '../../../../shared/modules/instruments/contract.ts';
import { useSayCode } from '../../../i18n/say.ts';
import { Card } from '../../../ui/card.tsx';
import { DoctorAdvice, DoctorVerdict } from '../../../ui/doctor-report.tsx';

interface DoctorCardProps {
  readonly report: DoctorReport;
  readonly link: InstrumentCard['link'] | undefined;
}

/** What the line shows, in one sentence, and what to try; the first thing to try is the screen's primary button. */
export function DoctorCard({ report, link }: DoctorCardProps) {
  const { t } = useTranslation('wire');
  const sayCode = useSayCode();
  // The other states have their own verdict; here only the link itself knows why it is not open.
  const isDown = link?.state === 'failed' || link?.state === 'waiting-to-reopen';
  // The sentence of a plain failure needs details that a card does not carry.
  const reason = isDown && link.reason !== null && link.reason !== 'link/failed' ? link.reason : null;
  return (
    <Card title={t('doctor')}>
      <DoctorVerdict report={report} />
      {reason !== null && link !== undefined && (
        <p>{sayCode({ code: reason, data: { where: link.where, path: link.where } })}</p>
      )}
      <DoctorAdvice report={report} />
    </Card>
  );
}
