import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GravimetrySheet } from '../../../../shared/modules/calibration/standards-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './calibration.module.css';
import { DecimalField } from './decimal-field.tsx';
import { decimalOf, isDecimal, isDecimalOrEmpty } from './decimals.ts';
import { useKeepSheet } from './use-keep-sheet.ts';

interface VolumeDraft {
  readonly id: number;
  readonly selected: string;
  readonly systematic: string;
  readonly random: string;
  readonly source: string;
}

/** Which volumes are checked, and the limits they are held against, with their source. */
export function VolumesSheet({ sheet, onClose }: { readonly sheet: GravimetrySheet; readonly onClose: () => void }) {
  const { t } = useTranslation('calibration');
  const [volumes, setVolumes] = useState<readonly VolumeDraft[]>(() =>
    sheet.input.volumes.map((volume, id) => ({
      id,
      selected: String(volume.selectedUl),
      systematic: volume.systematicUl === null ? '' : String(volume.systematicUl),
      random: volume.randomUl === null ? '' : String(volume.randomUl),
      source: volume.source,
    })),
  );
  const { keep } = useKeepSheet();
  const save = useMutation(
    useApi().calibration.standards.gravimetry.saveVolumes.mutationOptions({
      onSuccess: async (saved) => {
        await keep(saved);
        onClose();
      },
    }),
  );
  const set = (id: number, more: Partial<VolumeDraft>) =>
    setVolumes((before) => before.map((volume) => (volume.id === id ? { ...volume, ...more } : volume)));
  const isReady =
    volumes.length > 0 &&
    volumes.every(
      ({ selected, systematic, random }) =>
        isDecimal(selected) &&
        Number(decimalOf(selected)) > 0 &&
        isDecimalOrEmpty(systematic) &&
        isDecimalOrEmpty(random),
    );
  const number = (text: string) => (decimalOf(text) === null ? null : Number(decimalOf(text)));
  return (
    <FormSheet
      title={t('gravimetry.changeVolumes')}
      saveLabel={t('gravimetry.saveVolumes')}
      canSave={isReady}
      mutation={save}
      onClose={onClose}
      onSave={() =>
        save.mutate({
          sheetId: sheet.sheetId,
          volumes: volumes.map((volume) => ({
            selectedUl: number(volume.selected) ?? 0,
            systematicUl: number(volume.systematic),
            randomUl: number(volume.random),
            source: volume.source.trim(),
          })),
        })
      }
    >
      <p>{t('gravimetry.volumesMore')}</p>
      {volumes.map((volume, index) => {
        const name = { number: index + 1 };
        return (
          <fieldset key={volume.id} className={styles.fieldset}>
            <legend>{t('gravimetry.volumeOf', name)}</legend>
            <div className={styles.pair}>
              {(['selected', 'systematic', 'random'] as const).map((field) => (
                <DecimalField
                  key={field}
                  label={t(`gravimetry.${field}Of`, name)}
                  unit="µL"
                  value={volume[field]}
                  onChange={(value) => set(volume.id, { [field]: value })}
                  autoFocus={index === 0 && field === 'selected'}
                />
              ))}
            </div>
            <TextField
              label={t('gravimetry.sourceOf', name)}
              value={volume.source}
              onChange={(source) => set(volume.id, { source })}
              maxLength={300}
            />
            {volumes.length > 1 && (
              <Button
                look="quiet"
                icon="close"
                aria-label={t('gravimetry.removeVolume', name)}
                onPress={() => setVolumes((before) => before.filter(({ id }) => id !== volume.id))}
              >
                {t('remove')}
              </Button>
            )}
          </fieldset>
        );
      })}
      {volumes.length < 6 && (
        <Button
          icon="add"
          onPress={() =>
            setVolumes((before) => [
              ...before,
              {
                id: Math.max(0, ...before.map(({ id }) => id)) + 1,
                selected: '',
                systematic: '',
                random: '',
                source: '',
              },
            ])
          }
        >
          {t('gravimetry.addVolume')}
        </Button>
      )}
    </FormSheet>
  );
}
