import type {
  PointTerms,
  StandardKind,
  StandardTerms,
} from '../../../../shared/modules/calibration/standards-terms.ts';
import { decimalOf, isDecimal, isDecimalOrEmpty, wholeOf } from './decimals.ts';

/** A point of a check as it is typed. */
export interface PointDraft {
  readonly label: string;
  readonly nominal: string;
  readonly limit: string;
  readonly limitKind: PointTerms['limitKind'];
}

/** A standard as it is typed: every number as text, a blank as the empty text. */
export interface StandardDraft {
  readonly kind: StandardKind;
  readonly name: string;
  readonly maker: string;
  readonly model: string;
  readonly serialNumber: string;
  readonly assetNumber: string;
  readonly place: string;
  readonly unit: string;
  readonly checkMonths: string;
  readonly needsCertificate: boolean;
  readonly certificateMonths: string;
  readonly warnDays: string;
  readonly source: string;
  readonly points: readonly PointDraft[];
  readonly nominalUl: string;
  readonly lowestUl: string;
  readonly isVariable: boolean;
  readonly channelCount: string;
  readonly tips: string;
  readonly instrumentIds: readonly string[];
  readonly note: string;
}

/** Units most labs use for a kind; a person may write another. */
const usualUnit: Partial<Record<StandardKind, string>> = {
  pipette: 'µL',
  thermometer: '°C',
  centrifuge: 'rpm',
  tachometer: 'rpm',
  timer: 's',
  'stage-micrometer': 'µm',
  weight: 'g',
  barometer: 'hPa',
};

export const unitOf = (kind: StandardKind): string => usualUnit[kind] ?? '';

/** A new standard: interval and limits are the lab's, so they begin blank. */
export const newStandard: StandardDraft = {
  kind: 'pipette',
  name: '',
  maker: '',
  model: '',
  serialNumber: '',
  assetNumber: '',
  place: '',
  unit: unitOf('pipette'),
  checkMonths: '',
  needsCertificate: false,
  certificateMonths: '',
  warnDays: '30',
  source: '',
  points: [],
  nominalUl: '',
  lowestUl: '',
  isVariable: true,
  channelCount: '1',
  tips: '',
  instrumentIds: [],
  note: '',
};

export function draftOfStandard({ pipette, points, ...terms }: StandardTerms): StandardDraft {
  const text = (value: number | null) => (value === null ? '' : String(value));
  return {
    ...terms,
    checkMonths: text(terms.checkMonths),
    certificateMonths: text(terms.certificateMonths),
    warnDays: String(terms.warnDays),
    points: points.map((point) => ({ ...point, limit: point.limit ?? '' })),
    nominalUl: text(pipette?.nominalUl ?? null),
    lowestUl: text(pipette?.lowestUl ?? null),
    isVariable: pipette?.isVariable ?? true,
    channelCount: text(pipette?.channelCount ?? 1),
    tips: pipette?.tips ?? '',
  };
}

const monthsOf = (text: string) => (text.trim() === '' ? null : wholeOf(text, 1, 240));
const volumeOf = (text: string) => {
  const value = isDecimal(text) ? Number(decimalOf(text)) : Number.NaN;
  return value > 0 && value <= 10_000 ? value : null;
};

/** What was typed as terms, or null while something is missing or can not be read. */
export function standardOfDraft(draft: StandardDraft): StandardTerms | null {
  const warnDays = wholeOf(draft.warnDays, 0, 400);
  const pipette = pipetteOf(draft);
  const isReadable =
    draft.name.trim() !== '' &&
    warnDays !== null &&
    (draft.checkMonths.trim() === '' || monthsOf(draft.checkMonths) !== null) &&
    (draft.certificateMonths.trim() === '' || monthsOf(draft.certificateMonths) !== null) &&
    (draft.kind !== 'pipette' || pipette !== null) &&
    draft.points.every(({ nominal, limit }) => isDecimal(nominal) && isDecimalOrEmpty(limit));
  if (!isReadable || warnDays === null) return null;
  return {
    kind: draft.kind,
    name: draft.name.trim(),
    maker: draft.maker.trim(),
    model: draft.model.trim(),
    serialNumber: draft.serialNumber.trim(),
    assetNumber: draft.assetNumber.trim(),
    place: draft.place.trim(),
    unit: draft.unit.trim(),
    checkMonths: monthsOf(draft.checkMonths),
    needsCertificate: draft.needsCertificate,
    certificateMonths: monthsOf(draft.certificateMonths),
    warnDays,
    source: draft.source.trim(),
    points:
      draft.kind === 'pipette'
        ? []
        : draft.points.map((point) => ({
            label: point.label.trim(),
            nominal: decimalOf(point.nominal) ?? '0',
            limit: decimalOf(point.limit),
            limitKind: point.limitKind,
          })),
    pipette: draft.kind === 'pipette' ? pipette : null,
    instrumentIds: [...draft.instrumentIds],
    note: draft.note.trim(),
  };
}

function pipetteOf(draft: StandardDraft): StandardTerms['pipette'] {
  const nominalUl = volumeOf(draft.nominalUl);
  const lowestUl = draft.isVariable ? volumeOf(draft.lowestUl) : nominalUl;
  const channelCount = wholeOf(draft.channelCount, 1, 16);
  return nominalUl === null || lowestUl === null || lowestUl > nominalUl || channelCount === null
    ? null
    : { nominalUl, lowestUl, isVariable: draft.isVariable, channelCount, tips: draft.tips.trim() };
}
