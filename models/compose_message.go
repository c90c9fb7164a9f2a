package models

// usualTexts are the words of messages as long as an event has none of its own. A line in which a variable has nothing to say is left out.
var usualTexts = map[string]MessageText{
	"invitation": {
		Subject: "Giấy mời dự {loai} “{su_kien}”",
		Body: `Kính gửi: {kinh_gui}
{chuc_vu}

{co_quan} trân trọng kính mời {danh_xung} dự {loai} “{su_kien}”.

Thời gian: {thoi_gian}.
Địa điểm: {dia_diem}.

Giấy mời, chương trình và phần trả lời: {lien_ket}

Đề nghị {danh_xung} trả lời chậm nhất {han_tra_loi}.

Trân trọng,
{co_quan}`,
	},
	"change": {
		Subject: "Thay đổi về {loai} “{su_kien}”",
		Body: `Kính gửi: {kinh_gui}

{co_quan} xin thông báo thay đổi về {loai} “{su_kien}”:
{noi_dung}

Thời gian: {thoi_gian}.
Địa điểm: {dia_diem}.
Thông tin mới nhất: {lien_ket}

Trân trọng,
{co_quan}`,
	},
	"reminder": {
		Subject: "Đề nghị trả lời giấy mời dự {loai} “{su_kien}”",
		Body: `Kính gửi: {kinh_gui}

{co_quan} đã gửi giấy mời dự {loai} “{su_kien}”, đến nay chưa nhận được trả lời. Kính đề nghị {danh_xung} cho biết có dự được không, hoặc cử người đi thay.

Thời gian: {thoi_gian}.
Địa điểm: {dia_diem}.
Trả lời tại: {lien_ket}
Hạn trả lời: {han_tra_loi}.

Nếu {danh_xung} đã trả lời, xin bỏ qua thư này.

Trân trọng,
{co_quan}`,
	},
	"text": {
		Subject: "Đề nghị gửi bài phát biểu tại {loai} “{su_kien}”",
		Body: `Kính gửi: {kinh_gui}

{co_quan} chưa nhận được bài phát biểu của {danh_xung} tại {loai} “{su_kien}” ({thoi_gian}).
Chủ đề: {chu_de}.

Kính đề nghị {danh_xung} gửi bài để kịp chuẩn bị tài liệu.
Gửi bài tại: {lien_ket}

Trân trọng,
{co_quan}`,
	},
	"tomorrow": {
		Subject: "{loai_hoa} “{su_kien}”: {thoi_gian}",
		Body: `Kính gửi: {kinh_gui}

{co_quan} xin nhắc {danh_xung} dự {loai} “{su_kien}”.

Thời gian: {thoi_gian}.
Địa điểm: {dia_diem}.
Chương trình và tài liệu: {lien_ket}

Trân trọng,
{co_quan}`,
	},
	"thanks": {
		Subject: "Cảm ơn đã dự {loai} “{su_kien}”",
		Body: `Kính gửi: {kinh_gui}

{co_quan} trân trọng cảm ơn {danh_xung} đã dự và đóng góp cho thành công của {loai} “{su_kien}”.

Tài liệu và kết quả: {lien_ket}

Trân trọng,
{co_quan}`,
	},
	"task": {
		Subject: "Nhiệm vụ sau {loai} “{su_kien}”: hạn {thoi_han}",
		Body: `Kính gửi: {kinh_gui}

Theo kết luận tại {loai} “{su_kien}”, {danh_xung} được giao nhiệm vụ sau, thời hạn {thoi_han}:
{noi_dung}

Trân trọng,
{co_quan}`,
	},
}

// addressOf is how messages address a recipient who has no honorific of their own. Nobody can tell ông from bà by a name.
func addressOf(kind string, unit bool) string {
	switch {
	case unit:
		return "quý cơ quan"
	case kind == "party":
		return "đồng chí"
	}
	return eitherSex
}
