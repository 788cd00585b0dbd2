/** Sentences for codes and keys the host sends: what happened, what was kept, what to do. */
export const words = {
  'joining/changed': 'This conflict has changed since it was shown. Nothing was decided. Look at it again.',
  'joining/not-a-side': 'What should count is no side of this conflict. Nothing was decided.',
  'joining/side-must-stay':
    'One side is the entry of an account or an instrument itself and cannot be set aside. Let both stand, and correct the field where it is entered.',
  'joining/signature-needed': 'This is signed. Enter your password.',
  'joining/not-found': 'One of the two is not on this bench. Nothing was changed.',
  'joining/same-already': 'These two are joined already. Nothing was changed.',

  'joining.reason.same-model-and-serial': 'Same model and same serial number',
  'joining.reason.same-serial': 'Same serial number, another model',
  'joining.reason.same-asset-number': 'Same asset number',
  'joining.reason.same-model-and-name': 'Same model and same name',
  'joining.reason.same-sign-in-name': 'Same sign-in name',
  'joining.reason.same-printed-name': 'Same printed name',
} as const;
