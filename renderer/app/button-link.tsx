import { createLink } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Link as AriaLink, type LinkProps as AriaLinkProps } from 'react-aria-components/Link';
import styles from '../ui/button.module.css';
import type { ButtonLook } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { joinClasses } from '../ui/join-classes.ts';

interface LookProps extends Omit<AriaLinkProps, 'children' | 'className' | 'style'> {
  readonly children: ReactNode;
  readonly look?: ButtonLook;
  readonly icon?: IconName;
}

function LinkAsButton({ children, look = 'secondary', icon, ...rest }: LookProps) {
  return (
    <AriaLink {...rest} className={joinClasses(styles.button, styles[look])}>
      {icon !== undefined && <Icon name={icon} />}
      <span>{children}</span>
    </AriaLink>
  );
}

/** A link to another screen that looks like a button: `<ButtonLink to="/instruments/new" look="primary">`. */
export const ButtonLink = createLink(LinkAsButton);
