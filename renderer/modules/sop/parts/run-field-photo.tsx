import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { KeptPhoto } from '../../../ui/kept-photo.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { PhotoField } from '../../../ui/photo-field.tsx';
import type { StepWork } from './use-step-draft.ts';

/** A picture that is chosen, dropped or pasted; it lies sealed among the files before its hash goes into the draft. */
export function PhotoStepField({ work }: { readonly work: StepWork }) {
  const { t } = useTranslation('sop');
  const api = useApi().sop.runs;
  const { entry, change } = work;
  const save = useMutation(api.savePhoto.mutationOptions({ onSuccess: (photo) => change({ ...entry, photo }) }));
  return (
    <>
      <PhotoField label={t('run.step.photo')} photo={entry.photo} onChange={(photo) => save.mutate(photo)} autoFocus />
      {entry.photo !== null && (
        <KeptPhoto name={entry.photo.name} query={api.photo.queryOptions({ input: { sha256: entry.photo.sha256 } })} />
      )}
      <MutationError mutation={save} />
    </>
  );
}
