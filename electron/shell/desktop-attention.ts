import { app, Menu, Notification, nativeImage, Tray } from 'electron';
import { words } from '../../shared/modules/maintenance/words.ts';
import { type Attention, keepAttention } from './attention.ts';

/**
 * Tray, badge and notifications of this desktop. What the desktop does not have is left out in silence: the agenda says
 * the same on its screen.
 */
export function showAttention(showWindow: () => void): (attention: Attention) => void {
  let tray: Tray | null = null;
  /** Kept so that a notification's click is not collected before it comes. */
  const shown = new Set<Notification>();
  return keepAttention({
    showWindow,
    notify(title, body, onClick) {
      if (!Notification.isSupported()) return;
      const notification = new Notification({ title, body });
      shown.add(notification);
      notification.on('click', () => {
        shown.delete(notification);
        onClick();
      });
      notification.on('close', () => shown.delete(notification));
      notification.show();
    },
    setBadge(count) {
      app.setBadgeCount(count);
    },
    setTray({ size, pixels }, toolTip) {
      const image = nativeImage.createFromBitmap(Buffer.from(pixels), { width: size, height: size });
      if (tray === null) {
        tray = new Tray(image);
        tray.setContextMenu(
          Menu.buildFromTemplate([
            { label: words['maintenance.tray.open'], click: showWindow },
            { type: 'separator' },
            { label: words['maintenance.tray.quit'], click: () => app.quit() },
          ]),
        );
        tray.on('click', showWindow);
      } else tray.setImage(image);
      tray.setToolTip(toolTip);
    },
  });
}
