import { deleteLeft, finishLeaving, orderLeaving } from '../../electron/store/site-folders.ts';

/** Gives up a site as the host does once it is proved, and takes it away as the next start does; to be killed. Arguments: root, site. */
const [root = '', site = ''] = process.argv.slice(2);
process.stdout.write('leaving\n');
orderLeaving(root, site);
process.stdout.write('ordered\n');
finishLeaving(root);
process.stdout.write('moved\n');
await deleteLeft(root);
process.stdout.write('deleted\n');
