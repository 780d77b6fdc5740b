// What fields ask of the browser now and then; loaded when the first one does.

const CONTROLS = ":is(input, select, textarea):not([type=hidden], [tabindex='-1'], :disabled, [readonly])";

/** Longest wait for the device to say where it is, in milliseconds. */
const LOCATE_WAIT = 20000;

/** Moves the focus to the first control within an element, or to the element itself. */
export function focus(id, itself) {
  const element = document.getElementById(id);
  if (!element) return;
  const control = (!itself && element.querySelector(CONTROLS)) || element;
  control.focus({ preventScroll: true });
  control.scrollIntoView({ block: "nearest" });
}

export function locate() {
  const failed = (failure) => ({ latitude: 0, longitude: 0, accuracy: 0, failure });
  if (!navigator.geolocation) return failed("unavailable");
  return new Promise((resolve) =>
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) => resolve({ latitude, longitude, accuracy }),
      ({ code }) => resolve(failed({ 1: "denied", 3: "timeout" }[code] ?? "unavailable")),
      { enableHighAccuracy: true, timeout: LOCATE_WAIT, maximumAge: 60000 },
    ),
  );
}
