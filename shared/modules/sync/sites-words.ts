/** Sentences about carried sites that the host sends as codes. */
export const sitesWords = {
  'sites/fixed-folder': 'This folder was opened for itself: other sites are not seen from here. Nothing was changed.',
  'sites/no-site':
    '{{count}} records belong to no site yet and are here alone. Join a hub or take an invitation first. Nothing was removed.',
  'sites/records-here-alone':
    '{{count}} records of this workstation are held nowhere else. Sync now; or write a bundle, have it taken, and read its receipt here. Nothing was removed.',
  'sites/files-here-alone':
    '{{count}} photos or files are held nowhere else. Sync now; or write a bundle with files, have it taken, and read its receipt here. Nothing was removed.',
  'sites/keys-here-alone':
    '{{count}} photos or files can be opened by no other workstation: the hub holds them sealed. Let another workstation join the site first. Nothing was removed.',
  'sites/not-said': 'The site was not told yet that this workstation leaves. Nothing was removed.',
  'sites/loss-not-known': 'Tick everything that goes with the folder first. Nothing was removed.',
  'sites/not-proved':
    'The site was not removed: something was recorded while it closed, and is held nowhere else yet. See what is missing, then leave again.',
} as const;
