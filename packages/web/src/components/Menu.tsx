import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';
import { Kbd } from './Kbd.tsx';
import { FLOATING } from './Popover.tsx';

interface MenuProps {
  trigger: ReactElement;
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom' | 'right';
  className?: string;
}

/** A list of actions that opens from a button; arrows move, Enter chooses. */
export function Menu({ trigger, children, align = 'start', side = 'bottom', className }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={5}
          collisionPadding={8}
          className={cx(
            FLOATING,
            'max-h-[var(--radix-dropdown-menu-content-available-height)] min-w-44 overflow-auto p-1',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const ITEM =
  'flex h-8 cursor-default items-center gap-2 rounded-md px-2 text-sm outline-none select-none ' +
  'data-[highlighted]:bg-hover data-[disabled]:text-faint';

interface MenuItemProps {
  onSelect: () => void;
  children: ReactNode;
  icon?: ReactNode;
  keys?: string;
  danger?: boolean;
  disabled?: boolean;
}

export const MenuItem = ({ onSelect, children, icon, keys, danger, disabled }: MenuItemProps) => (
  <Radix.Item onSelect={onSelect} disabled={disabled ?? false} className={cx(ITEM, danger && 'text-bad')}>
    {icon && <span className="text-muted [&_svg]:size-4">{icon}</span>}
    <span className="min-w-0 flex-1 truncate">{children}</span>
    {keys && <Kbd keys={keys} />}
  </Radix.Item>
);

interface MenuChoiceProps<Value extends string> {
  value: Value;
  options: readonly { value: Value; label: ReactNode }[];
  onChange: (value: Value) => void;
}

/** One of several, the chosen one marked. */
export function MenuChoice<Value extends string>({ value, options, onChange }: MenuChoiceProps<Value>) {
  return (
    <Radix.RadioGroup value={value} onValueChange={(next) => onChange(next as Value)}>
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className={cx(ITEM, 'pl-7 relative')}>
          <Radix.ItemIndicator className="absolute left-2">
            <Check className="size-4 text-accent" aria-hidden />
          </Radix.ItemIndicator>
          <span className="min-w-0 flex-1 truncate">{option.label}</span>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

interface MenuToggleProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}

/** On or off; the menu stays open, so that several can be set. */
export const MenuToggle = ({ checked, onChange, children }: MenuToggleProps) => (
  <Radix.CheckboxItem
    checked={checked}
    onCheckedChange={onChange}
    onSelect={(event) => event.preventDefault()}
    className={cx(ITEM, 'pl-7 relative')}
  >
    <Radix.ItemIndicator className="absolute left-2">
      <Check className="size-4 text-accent" aria-hidden />
    </Radix.ItemIndicator>
    {children}
  </Radix.CheckboxItem>
);

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <Radix.Label className="px-2 pt-2 pb-1 text-2xs text-muted">{children}</Radix.Label>
);
export const MenuSeparator = () => <Radix.Separator className="my-1 h-px bg-line" />;
