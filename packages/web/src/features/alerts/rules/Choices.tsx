interface ChoicesProps<Value extends string> {
  legend: string;
  all: readonly { value: Value; label: string }[];
  chosen: readonly string[];
  onChange: (chosen: readonly Value[]) => void;
  error: string | undefined;
}

/** Any number of a few, all in sight. */
export const Choices = <Value extends string>({
  legend,
  all,
  chosen,
  onChange,
  error,
}: ChoicesProps<Value>) => (
  <fieldset className="flex min-w-0 flex-col gap-1.5">
    <legend className="pb-1 text-xs font-medium text-soft">{legend}</legend>
    <div className="flex flex-wrap gap-x-5 gap-y-1.5">
      {all.map(({ value, label }) => (
        <label key={value} className="flex items-center gap-2 text-sm">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={chosen.includes(value)}
            onChange={({ target }) =>
              onChange(
                all
                  .map((each) => each.value)
                  .filter((each) => (each === value ? target.checked : chosen.includes(each))),
              )
            }
          />
          {label}
        </label>
      ))}
    </div>
    {error && (
      <p role="alert" className="text-xs text-bad">
        {error}
      </p>
    )}
  </fieldset>
);
