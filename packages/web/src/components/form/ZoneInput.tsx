import { type ComponentProps, useId } from 'react';
import { Input } from '../Input.tsx';

interface ZoneInputProps extends Omit<ComponentProps<'input'>, 'onChange'> {
  onChange: (zone: string) => void;
}

/** A time zone by its name, of those that the browser knows. */
export function ZoneInput({ onChange, ...rest }: ZoneInputProps) {
  const zones = useId();
  return (
    <>
      <Input {...rest} list={zones} maxLength={64} onChange={(event) => onChange(event.target.value)} />
      <datalist id={zones}>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}
