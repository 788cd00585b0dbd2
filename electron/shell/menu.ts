import { Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * The menu holds what only a menu can: editing keys of the system, zoom, quit. Everything the product does is on the page.
 * Full screen (F11) is the page's bench mode and so not here.
 */
export function setMenu(options: { isMac: boolean; hasDevTools: boolean }): void {
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    // The key people press for "+" without Shift.
    { role: 'zoomIn', accelerator: 'CommandOrControl+=', visible: false, acceleratorWorksWhenHidden: true },
    { role: 'zoomOut' },
  ];
  if (options.hasDevTools) view.push({ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' });
  const template: MenuItemConstructorOptions[] = [
    options.isMac ? { role: 'appMenu' } : { role: 'fileMenu' },
    { role: 'editMenu' },
    { label: 'View', submenu: view },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
