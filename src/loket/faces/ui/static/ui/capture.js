// Camera and signature pad: both put a file into the form's own field, which works without them too.

const give = (field, blob, name) => {
  const files = new DataTransfer();
  if (blob) files.items.add(new File([blob], name, { type: blob.type }));
  field.files = files.files;
};

const portrait = document.getElementById("portrait");
if (portrait) {
  const field = document.getElementById("id_photo");
  const form = field.form;
  const keep = form.querySelector("button[type=submit]");
  const although = document.getElementById("although");
  const tick = document.getElementById("id_although");
  const video = portrait.querySelector("video");
  const canvas = portrait.querySelector("canvas");
  const judged = portrait.querySelector(".judged");
  const part = (name) => portrait.querySelector(`[data-camera=${name}]`);
  let stream = null;
  let asked = 0;

  const only = (...shown) => {
    for (const name of ["open", "take", "again"]) part(name).hidden = !shown.includes(name);
  };
  const primary = (button) => {
    for (const one of [part("open"), part("again"), keep]) one.classList.toggle("go", one === button);
    if (button && !button.hidden) button.focus({ preventScroll: true });
  };
  const close = () => {
    if (stream) for (const track of stream.getTracks()) track.stop();
    stream = null;
    video.hidden = true;
  };
  const forget = () => {
    asked += 1;
    judged.replaceChildren();
    although.hidden = true;
    tick.checked = false;
    tick.value = "";
    keep.disabled = false;
    part("unjudged").hidden = true;
  };

  const open = async () => {
    forget();
    give(field, null, "");
    canvas.hidden = true;
    for (const name of ["insecure", "refused"]) part(name).hidden = true;
    if (!navigator.mediaDevices) {
      part("insecure").hidden = false;
      field.focus();
      return;
    }
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        audio: false, video: { facingMode: "user", width: { ideal: 1920 }, height: { ideal: 1080 } },
      });
    } catch {
      part("refused").hidden = false;
      field.focus();
      return;
    }
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    only("take");
    part("take").focus({ preventScroll: true });
  };

  const take = () => {
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    close();
    canvas.hidden = false;
    canvas.toBlob((blob) => {
      give(field, blob, "photo.jpg");
      judge();
    }, "image/jpeg", 0.95);
  };

  const show = async () => {
    try {
      const picture = await createImageBitmap(field.files[0]);
      const scale = Math.min(1, 1200 / Math.max(picture.width, picture.height));
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      canvas.hidden = false;
    } catch {
      canvas.hidden = true;
    }
  };

  const judge = async () => {
    forget();
    const mine = asked;
    only("again");
    keep.disabled = true;
    const data = new FormData();
    data.append("photo", field.files[0]);
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    let answer = null;
    try {
      const sent = await fetch(portrait.dataset.judge, { method: "POST", body: data, credentials: "same-origin" });
      if (sent.ok) answer = await sent.text();
    } catch {
      answer = null;
    }
    if (mine !== asked) return;
    keep.disabled = false;
    if (answer === null) {
      part("unjudged").hidden = false;
      return;
    }
    judged.innerHTML = answer;
    const found = judged.firstElementChild.dataset;
    if (found.outcome === "good") { primary(keep); return; }
    keep.disabled = true;
    if (found.outcome === "although") {
      although.hidden = false;
      although.querySelector("b").textContent = found.named;
      tick.value = found.failed;
    }
    primary(part("again"));
  };

  tick.addEventListener("change", () => { if (judged.firstElementChild) keep.disabled = !tick.checked; });
  part("open").addEventListener("click", open);
  part("take").addEventListener("click", take);
  part("again").addEventListener("click", open);
  field.addEventListener("change", async () => {
    close();
    if (!field.files.length) { forget(); only("open"); canvas.hidden = true; return; }
    await show();
    await judge();
  });
  addEventListener("pagehide", close);
  portrait.hidden = false;
}

const pad = document.getElementById("signature-pad");
if (pad) {
  const field = document.getElementById("id_signature");
  const canvas = pad.querySelector("canvas");
  const ink = canvas.getContext("2d");
  const keep = field.form.querySelector("button[type=submit]");
  let last = null;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
  };
  const clear = () => {
    ink.clearRect(0, 0, canvas.width, canvas.height);
    give(field, null, "");
  };
  ink.lineWidth = 5;
  ink.lineCap = ink.lineJoin = "round";
  ink.strokeStyle = "#101828";
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = place(event);
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    for (const one of event.getCoalescedEvents ? event.getCoalescedEvents() : [event]) {
      const next = place(one);
      ink.beginPath();
      ink.moveTo(...last);
      ink.lineTo(...next);
      ink.stroke();
      last = next;
    }
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => {
    if (!last) return;
    last = null;
    keep.disabled = true;
    canvas.toBlob((blob) => {
      give(field, blob, "signature.png");
      keep.disabled = false;
      keep.focus({ preventScroll: true });
    }, "image/png");
  });
  pad.querySelector("[data-pad=clear]").addEventListener("click", clear);
  field.addEventListener("change", () => ink.clearRect(0, 0, canvas.width, canvas.height));
  pad.hidden = false;
}
