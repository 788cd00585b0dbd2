import type { ClassTerms } from './terms.ts';

const counted = (key: string, name: string, short: string, ...keys: string[]) => ({
  ...{ key, name, short, keys },
  isCounted: true,
});

/**
 * Cell classes until the lab has set its own: the usual white cells and their precursors, the frequent ones on the number
 * pad. House practice, no maker's and no standard's list.
 */
export const defaultClasses: ClassTerms = {
  classes: [
    counted('neutrophil-segmented', 'Segmented neutrophil', 'Seg', '1', 'N'),
    counted('neutrophil-band', 'Band neutrophil', 'Band', '2', 'B'),
    counted('lymphocyte', 'Lymphocyte', 'Lym', '3', 'L'),
    counted('monocyte', 'Monocyte', 'Mono', '4', 'M'),
    counted('eosinophil', 'Eosinophil', 'Eos', '5', 'E'),
    counted('basophil', 'Basophil', 'Baso', '6', 'K'),
    counted('lymphocyte-reactive', 'Reactive lymphocyte', 'Reac', '7', 'R'),
    counted('metamyelocyte', 'Metamyelocyte', 'Meta', '8', 'T'),
    counted('myelocyte', 'Myelocyte', 'Myelo', '9', 'Y'),
    counted('promyelocyte', 'Promyelocyte', 'Promy', 'P'),
    counted('blast', 'Blast', 'Blast', '0', 'X'),
    counted('plasma-cell', 'Plasma cell', 'Plas', 'C'),
    counted('other', 'Other', 'Other', 'O'),
    { key: 'nrbc', name: 'Nucleated red cell', short: 'NRBC', isCounted: false, keys: ['+', 'F13'] },
    { key: 'smudge', name: 'Smudge cell', short: 'Smdg', isCounted: false, keys: ['S'] },
  ],
  undoKeys: ['-', 'Backspace'],
};
